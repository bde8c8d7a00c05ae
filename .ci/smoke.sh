#!/usr/bin/env bash
# After the app was installed on a site of an ordinary bench: run in the bench's folder with the site's name.
# Migrates twice, invents a few children with a year of meetings, loads the return they would be in, looks at the site.
set -eu
site="$1"

bench --site "$site" migrate
bench --site "$site" migrate
bench pip install "time-machine>=2.16,<4"
(cd sites && PYTHONPATH=../apps/ppoc ../env/bin/python -m demo "$site" --children 20 --weeks 52 --processes 1)
children="$(bench --site "$site" execute frappe.db.count --args '["Child"]' | tail -n 1)"
test "$children" -ge 20

# A site as new as this one has much to put right: the check has to say so, in JSON that others can read.
status=0
bench --site "$site" ppoc-site-check --json > findings.json || status=$?
test "$status" -eq 1
python3 -c 'import json; found = json.load(open("findings.json")); assert found, "no findings"; print(*(f["what"] for f in found), sep="\n")'
