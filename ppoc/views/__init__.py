"""What the Desk's views ask of the server beyond plain lists."""
