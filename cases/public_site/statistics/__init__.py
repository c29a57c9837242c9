"""Statistics: people in custody over time, arrests, sentences; people and prosecutions are counted separately."""
