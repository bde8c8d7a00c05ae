import "./meeting_screen/page";
