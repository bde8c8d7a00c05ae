# What a record holds for each type of field. A date is text until it was saved and read again.
from datetime import date, datetime, time
from typing import Literal as Literal

Attach = str
AttachImage = str
Autocomplete = str
Barcode = str
Check = int
Code = str
Color = str
Currency = float
Data = str
Date = str | date
Datetime = str | datetime
Duration = int
DynamicLink = str
Float = float
HTMLEditor = str
Int = int
JSON = str
Link = str
LongText = str
MarkdownEditor = str
Password = str
Percent = float
Phone = str
Rating = float
ReadOnly = str
SmallText = str
Table = list
TableMultiSelect = list
Text = str
TextEditor = str
Time = str | time
