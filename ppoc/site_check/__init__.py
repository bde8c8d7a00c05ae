"""What is wrong with an installation, and how to put it right: releases, settings, what runs in the background."""
