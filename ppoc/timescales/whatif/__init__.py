"""What if: the same caseload under another pack or with a changed rule. Reads only."""
