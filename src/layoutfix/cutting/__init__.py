"""Stage 2, cut: rows -> the fragments of a page; and what is cut anew once their order is known.

cut             rows -> a page: labels, gutters, seams
gutters strips  columns that runs and strips of blanks show
split           rows -> cuts, in this order:
  reading_on      do rows go on in the next row? then none was fused
  column_widths   how wide the columns may be
  find_places     where a row can be cut, and how likely (kinsoku, junk); places: the type
  fit             how well a line fits a column
  row_search ways pairing lattice    ways of a row, one beside the next, all rows together
  margins blanks specks joined recut    and again, by what this dump shows
beside_gutters  marks at the edges of cells of columns that are seen
asides boxed    what is of no column; words that are one line
marks dirt      marks that stand alone, marks that were cut away: printed, or dirt
adjust shift    cuts moved to where the order says
page_spans      dump -> pages
"""
