"""Server for both sites on one machine: port check, two processes, one shutdown."""
