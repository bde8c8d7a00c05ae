"""The feed: records and reports as OData v4, to be read by Excel, Power BI and other programs."""
