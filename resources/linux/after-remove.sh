#!/bin/sh
# Runs after the package is removed. An update keeps what the new version installs.
set -e

case "$1" in
  upgrade | failed-upgrade | abort-install | abort-upgrade | disappear) exit 0 ;;
esac

rm -f /usr/bin/cuelight
if [ -f /etc/apparmor.d/cuelight ]; then
  apparmor_parser --remove /etc/apparmor.d/cuelight >/dev/null 2>&1 || true
  rm -f /etc/apparmor.d/cuelight
fi
if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
