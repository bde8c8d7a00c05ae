"""The PPOC tracker workbook: All Data, SGO and RU tabs, brought in whole or not at all."""
