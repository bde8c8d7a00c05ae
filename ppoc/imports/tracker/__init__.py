"""The PPOC tracker workbook: All Data, SGO and RU tabs. A fault costs its value or its row."""
