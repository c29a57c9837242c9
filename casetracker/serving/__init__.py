"""Running both sites on one machine: free ports, two servers, one end."""
