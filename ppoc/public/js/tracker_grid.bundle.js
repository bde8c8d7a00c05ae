// The page "Tracker grid".
import "./tracker_grid/page";
