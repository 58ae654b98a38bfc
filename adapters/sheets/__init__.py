"""Files that people send as rate sheets, read into grids of cells."""
