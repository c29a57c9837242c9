"""Records as a data package: `tables` has the columns, `write_package` writes, `read_package` reads, `take_in` adds."""
