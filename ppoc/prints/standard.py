"""The style of Frappe's Standard print of our records, and of reports, on paper."""

from __future__ import annotations

STANDARD = """
@page {
	size: A4; margin: 20mm 15mm 18mm;
	font: 9pt "Liberation Sans", "DejaVu Sans", Arial, sans-serif;
	@top-left {
		width: 80%; border-bottom: 0.75pt solid #000; vertical-align: bottom;
		padding-bottom: 1.5mm; margin-bottom: 4mm; text-align: left;
	}
	@top-right {
		content: counter(page) " / " counter(pages);
		width: 20%; border-bottom: 0.75pt solid #000; vertical-align: bottom;
		padding-bottom: 1.5mm; margin-bottom: 4mm; text-align: right;
	}
}
.print-format { font: 9.5pt/1.35 "Liberation Sans", "DejaVu Sans", Arial, sans-serif; color: #000; margin: 0; }
.row { display: flow-root; }
.row > [class*="col-xs-"], .row > [class*="col-sm-"] { float: left; box-sizing: border-box; padding-right: 3mm; }
.col-xs-12, .col-sm-12 { width: 100%; }
.col-xs-8 { width: 66.6%; } .col-xs-7 { width: 58.3%; } .col-xs-6 { width: 50%; }
.col-xs-5 { width: 41.6%; } .col-xs-4 { width: 33.3%; } .col-xs-3 { width: 25%; }
.data-field { break-inside: avoid; margin: 1mm 0; }
label { font-weight: bold; }
h1, h2, h3, h4 { break-after: avoid; }
table { width: 100%; border-collapse: collapse; margin: 2mm 0; }
th, td {
	border: 0.75pt solid #000; padding: 1mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere;
}
tr { break-inside: avoid; }
img { max-width: 100%; }
.text-right { text-align: right; } .text-center { text-align: center; } .page-number { display: none; }
"""
