import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A program outside npm that some tests need. */
export interface SystemProgram {
  readonly title: string;
  /** Possible names on PATH. */
  readonly programs: readonly string[];
  readonly debianPackages: readonly string[];
  /** The tests that need it. */
  readonly usedFor: string;
}

export const systemPrograms: readonly SystemProgram[] = [
  {
    title: 'Chromium',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    debianPackages: ['chromium', 'fonts-noto-color-emoji'],
    usedFor: 'the end-to-end and accessibility tests',
  },
  {
    title: 'Xvfb',
    programs: ['Xvfb'],
    debianPackages: ['xvfb'],
    usedFor: 'the tests with the real OBS Studio',
  },
  {
    title: 'OBS Studio',
    programs: ['obs'],
    debianPackages: ['obs-studio', 'obs-plugins'],
    usedFor: 'the tests with the real OBS Studio',
  },
];

const onPath = (program: string): boolean =>
  spawnSync(process.platform === 'win32' ? 'where' : 'which', [program], { stdio: 'ignore' }).status === 0;

const present = (part: SystemProgram): boolean => part.programs.some(onPath);

const canInstall = (): boolean =>
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  existsSync('/etc/debian_version') &&
  onPath('apt-get');

const aptGet = (args: readonly string[], timeoutMs: number): boolean =>
  spawnSync('apt-get', ['-y', '-q', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: timeoutMs,
  }).status === 0;

/**
 * Installs missing programs on Debian as root; elsewhere lists them. Returns the programs that are still
 * missing.
 */
export const provideSystemPrograms = (
  needed: readonly SystemProgram[] = systemPrograms,
): readonly SystemProgram[] => {
  const missing = needed.filter((part) => !present(part));
  if (missing.length > 0 && canInstall()) {
    const packages = missing.flatMap((part) => part.debianPackages);
    console.log(`Installing ${packages.join(', ')} with apt-get …`);
    if (
      !aptGet(['update'], 180_000) ||
      !aptGet(['install', '--no-install-recommends', ...packages], 600_000)
    ) {
      console.log('apt-get failed. Programs that are still missing are listed below.');
    }
  }
  const stillMissing = needed.filter((part) => !present(part));
  for (const part of stillMissing) {
    console.log(
      `skipped: ${part.title} is not on this machine: ${part.usedFor} are left out. On Debian: apt-get install ${part.debianPackages.join(' ')}`,
    );
  }
  return stillMissing;
};
