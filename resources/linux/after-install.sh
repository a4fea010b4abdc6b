#!/bin/sh
# Runs after the package is installed or updated.
set -e

program=/opt/Cuelight/cuelight

ln -sf "$program" /usr/bin/cuelight

# Chromium's sandbox needs user namespaces for ordinary users, or else a helper that runs as root.
if setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user true 2>/dev/null; then
  chmod 0755 /opt/Cuelight/chrome-sandbox
else
  chmod 4755 /opt/Cuelight/chrome-sandbox
fi

# Ubuntu 24.04 and newer allow user namespaces only to programs with a profile. An older AppArmor can't read
# the profile and doesn't need it.
profile=/opt/Cuelight/resources/apparmor-profile
if command -v apparmor_parser >/dev/null 2>&1 && [ -d /sys/kernel/security/apparmor ] &&
  apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
  cp -f "$profile" /etc/apparmor.d/cuelight
  apparmor_parser --replace --write-cache --skip-read-cache /etc/apparmor.d/cuelight || true
fi

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then
  gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true
fi
