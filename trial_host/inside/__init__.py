"""Code that runs in the host's environment, where Frappe and the test tools can be imported."""
