"""The PPOC tracker workbook: All Data, SGO and RU tabs, loaded completely or not at all."""
