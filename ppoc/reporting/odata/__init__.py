"""The feed: records and reports to read by Excel, Power BI and others, as OData v4."""
