#!/bin/sh
# Runs once, when the database server is made: Patchbay connects as an owner of its own, never as the superuser.
set -e
psql --no-psqlrc --set=ON_ERROR_STOP=1 --set=password="$PATCHBAY_DATABASE_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE patchbay LOGIN CREATEROLE NOSUPERUSER PASSWORD :'password';
CREATE DATABASE patchbay OWNER patchbay;
SQL
