"""What draws pictures and drives an office for tests. No part of the installed program."""
