"""What an inspection of Ofsted asks for: the lists of children in care and of adoption, and a file for each child."""
