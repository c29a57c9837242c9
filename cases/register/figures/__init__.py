"""Numbers to quote: who was held when, arrests, sentences; people and prosecutions counted apart."""
