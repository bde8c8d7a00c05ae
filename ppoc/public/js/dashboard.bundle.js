import "./dashboard/page";
