"""What if: the same caseload under another pack or a changed rule. Reads only."""
