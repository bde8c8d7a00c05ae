"""Handovers and referrals of a child: to whom, who answers, and what changes on acceptance."""
