"""Finds what is wrong with an installation and how to fix it: releases, settings, background services."""
