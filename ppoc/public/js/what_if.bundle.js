// The page "What if".
import "./what_if/page";
