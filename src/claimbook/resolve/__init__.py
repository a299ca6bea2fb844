"""Words → Period, Count, Actor, Speaker, Place.  Each resolver stands alone; the pipeline joins them."""
