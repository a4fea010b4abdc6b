import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import {
  updateAvailable,
  updateInstalled,
  updateInstalling,
  updateNotInstalled,
  updateOffered,
  updateRefused,
} from '#shared/catalogue/topics/updates.ts';
import { err, Fault, ok, type Clock, type Result } from '#shared/kernel/index.ts';
import type {
  AvailableUpdate,
  UpdateChannel,
  UpdateCheck,
  UpdateStatus,
  UpdateSupport,
} from '#shared/model/index.ts';
import { downloadPackage, fetchFeed, verifyPackage } from './download.ts';
import { isUnreachable, refusal } from './faults.ts';
import { feedName, matchFeed, readFeed, type UpdateFeed } from './feed.ts';
import type { PackageUpdater, UpdateHost, VerifiedUpdate } from './ports/index.ts';
import type { UpdateSource } from './update-source.ts';
import type { UpdateMemory } from './update-memory.ts';

export interface UpdatesParts {
  readonly version: string;
  readonly clock: Clock;
  readonly memory: UpdateMemory;
  /** The settings, read at each use. */
  readonly settings: () => { readonly channel: UpdateChannel; readonly automatic: boolean };
  readonly emit: (draft: TopicDraft) => void;
  /** Returns the reason why the program must not stop now; null when it may. */
  readonly onAir: () => string | null;
  /** Makes a backup. Resolves with its id. */
  readonly backUp: () => Promise<Result<string, Fault>>;
  /** Aborts when the program stops. */
  readonly lifetime: AbortSignal;
  /** Folder of downloads. */
  readonly folder: string;
  /** Stops the program after the answer has left. */
  readonly soon: (act: () => void) => void;
}

/** The parts of a host that updates itself. */
export interface Updater {
  readonly host: Pick<UpdateHost, 'platform' | 'arch' | 'openUpdater' | 'installAfterStop'>;
  readonly source: UpdateSource;
}

/** An update that was found, with everything that its installation needs. */
interface Found {
  readonly channel: UpdateChannel;
  readonly shown: AvailableUpdate;
  readonly update: VerifiedUpdate;
}

const explanations: Readonly<Record<Exclude<UpdateSupport, 'ready'>, string>> = {
  'no-updater':
    'Cuelight runs without its desktop window here, and does not update itself. Install a new version from the release page.',
  'not-set-up':
    'This build of Cuelight has no update address and no key, so it does not update itself. Install a new version from the release page.',
  unsupported:
    'Cuelight was not started from an installed package that it can replace. Update it in the way in which it was installed.',
  rehearsal:
    'A rehearsal reaches nothing outside this PC, so it does not look for updates. Switch to live connections first.',
};

/** Codes of refusals that the person who asked sees, and that are no news for anybody else. */
const expected: ReadonlySet<string> = new Set(['update.on-air', 'update.too-late']);

/** Finds, downloads and hands over updates. Nothing is installed unless a person asks. */
export class Updates {
  readonly #parts: UpdatesParts;
  readonly #support: UpdateSupport;
  readonly #updater: Updater | null;
  #found: Found | null = null;
  #stage: UpdateStatus['stage'] = 'idle';
  #progress: number | null = null;
  #checking: Promise<Result<UpdateCheck, Fault>> | null = null;
  /** True while an update has to wait for the end of the show. */
  #isWaiting = false;

  constructor(parts: UpdatesParts, support: Updater | Exclude<UpdateSupport, 'ready'>) {
    this.#parts = parts;
    this.#support = typeof support === 'string' ? support : 'ready';
    this.#updater = typeof support === 'string' ? null : support;
  }

  get status(): UpdateStatus {
    const { version, memory, settings } = this.#parts;
    const { channel, automatic } = settings();
    const found = this.#current();
    return {
      support: this.#support,
      explanation: this.#support === 'ready' ? null : explanations[this.#support],
      version,
      channel,
      automatic,
      lastCheck: memory.stored.lastCheck,
      available: found?.shown ?? null,
      stage: this.#stage,
      progress: this.#progress,
      obstacle: found ? this.#parts.onAir() : null,
      lastInstall: memory.stored.lastInstall,
    };
  }

  /** True when this program checks and installs. */
  get isReady(): boolean {
    return this.#updater !== null;
  }

  /** Time of the last check that read a trusted feed; null before the first. */
  get lastReadAt(): number | null {
    return this.#parts.memory.stored.lastReadAt;
  }

  /** Reports the outcome of an installation that an earlier run handed over. */
  async settle(): Promise<void> {
    const { memory, version, emit } = this.#parts;
    const { pending } = memory.stored;
    if (!pending) return;
    const isInstalled = pending.to === version;
    await memory.update({
      pending: null,
      lastInstall: { ...pending, outcome: isInstalled ? 'installed' : 'not-installed' },
    });
    const { from, to, backup } = pending;
    emit((isInstalled ? updateInstalled : updateNotInstalled)({ from, to, backup }));
  }

  /** Reads the feed now. Checks at the same time share one request. */
  check(signal: AbortSignal): Promise<Result<UpdateCheck, Fault>> {
    this.#checking ??= this.#check(signal).finally(() => (this.#checking = null));
    return this.#checking;
  }

  /** Returns the reason why no version can be installed now; null when none is known. */
  obstacle(): Fault | null {
    if (!this.#updater) return this.#notReady();
    if (this.#stage !== 'idle' && this.#stage !== 'checking')
      return refusal('update.busy', 'An update is being installed already. Wait until Cuelight restarts.');
    return null;
  }

  /** Downloads, checks and hands over an update. Resolves before the program stops. */
  async install(version: string, signal: AbortSignal): Promise<Result<{ backup: string }, Fault>> {
    const updater = this.#updater;
    const obstacle = this.obstacle() ?? this.#airFault();
    if (!updater || obstacle) return err(obstacle ?? this.#notReady());
    const found = this.#current();
    if (found?.shown.version !== version)
      return err(
        refusal(
          'update.not-found',
          `Version ${version} is not offered at the moment. Check for updates, and install the version shown.`,
        ),
      );
    const handedOver = await this.#prepare(updater, found.update, signal).catch((thrown: unknown) =>
      err(Fault.from(thrown, 'update.not-prepared')),
    );
    this.#progress = null;
    if (!handedOver.ok) {
      this.#stage = 'idle';
      this.#reportRefusal(handedOver.error);
    }
    return handedOver;
  }

  /** Offers an update that had to wait for the end of the show. Called when OBS changes. */
  offerWhenOffAir(): void {
    // Asked every time, because the watch also learns from it.
    const reason = this.#parts.onAir();
    const found = this.#current();
    if (reason !== null) {
      // During the show, the window only says that the update has to wait. Nobody has to ask for it.
      this.#isWaiting = found !== null;
      return;
    }
    if (this.#isWaiting && found) this.#parts.emit(updateOffered({ version: found.shown.version }));
    this.#isWaiting = false;
  }

  #notReady(): Fault {
    const reason = this.#support === 'ready' ? 'unsupported' : this.#support;
    return new Fault(`update.${reason}`, explanations[reason], { kind: 'configuration', notSetUp: true });
  }

  #airFault(): Fault | null {
    const reason = this.#parts.onAir();
    if (reason === null) return null;
    this.#isWaiting = true;
    return refusal('update.on-air', reason);
  }

  /** Returns the reason why the moment to stop has passed since the person asked; null while it has not. */
  #momentFault(signal: AbortSignal): Fault | null {
    // A person who has gone must not be surprised by a restart. The next attempt finds the download.
    if (signal.aborted)
      return refusal(
        'update.too-late',
        'The preparation took so long that the update was not installed. It is downloaded now. Install it again.',
      );
    // The show may have started meanwhile.
    return this.#airFault();
  }

  /** Returns the update that was found, unless the channel was changed since. */
  #current(): Found | null {
    return this.#found?.channel === this.#parts.settings().channel ? this.#found : null;
  }

  async #check(signal: AbortSignal): Promise<Result<UpdateCheck, Fault>> {
    const updater = this.#updater;
    if (!updater) return err(this.#notReady());
    if (this.#stage === 'idle') this.#stage = 'checking';
    const { channel } = this.#parts.settings();
    const read = await this.#readFeed(updater, channel, signal);
    if (this.#stage === 'checking') this.#stage = 'idle';
    // A check that was cancelled says nothing about the feed.
    if (!read.ok && read.error.code === 'update.cancelled') return read;
    return this.#record(channel, read);
  }

  async #readFeed(
    { host, source }: Updater,
    channel: UpdateChannel,
    signal: AbortSignal,
  ): Promise<Result<{ feed: UpdateFeed; found: Found | null }, Fault>> {
    const { version, clock, memory } = this.#parts;
    const { platform, arch } = host;
    const { kind, base, keys } = source;
    const text = await fetchFeed(new URL(feedName(channel, platform, arch), base), clock, signal);
    if (!text.ok) return text;
    const feed = readFeed(text.value, keys);
    if (!feed.ok) return feed;
    const highestSeen = memory.stored.highestSeen[channel];
    const match = matchFeed(feed.value, { version, channel, platform, arch, kind, highestSeen });
    if (!match.ok) return match;
    if (match.value === null) return ok({ feed: feed.value, found: null });
    const { name, sha512, size } = match.value.file;
    const { releasedAt, notes } = feed.value;
    return ok({
      feed: feed.value,
      found: {
        channel,
        shown: {
          version: feed.value.version,
          releasedAt: Date.parse(releasedAt),
          notes,
          bytes: size,
        },
        update: {
          version: feed.value.version,
          releasedAt,
          url: new URL(encodeURIComponent(name), base),
          sha512,
          size,
        },
      },
    });
  }

  async #record(
    channel: UpdateChannel,
    read: Result<{ feed: UpdateFeed; found: Found | null }, Fault>,
  ): Promise<Result<UpdateCheck, Fault>> {
    const { clock, memory, version, emit } = this.#parts;
    const at = clock.now();
    if (!read.ok) {
      const { code, message } = read.error;
      const outcome = isUnreachable(read.error) ? 'unreachable' : 'refused';
      // The update found before stays when nobody answers; it does not stay beside a feed that is refused.
      if (outcome === 'refused') this.#found = null;
      const isNew = memory.stored.lastCheck?.code !== code;
      await memory.update({ lastCheck: { at, outcome, code, message } });
      if (isNew) this.#reportRefusal(read.error);
      return read;
    }
    const { feed, found } = read.value;
    const isNew = found !== null && this.#found?.shown.version !== found.shown.version;
    this.#found = found;
    const check: UpdateCheck = {
      at,
      outcome: found ? 'available' : 'current',
      code: null,
      message: found
        ? `Cuelight ${feed.version} is available.`
        : `Cuelight ${version} is the newest version.`,
    };
    const highestSeen = memory.sawVersion(channel, feed.version);
    await memory.update({ lastCheck: check, lastReadAt: at, highestSeen });
    if (isNew) emit(updateAvailable({ version: found.shown.version }));
    return ok(check);
  }

  #reportRefusal(fault: Fault): void {
    if (isUnreachable(fault) || expected.has(fault.code)) return;
    this.#parts.emit(updateRefused({ code: fault.code }, { reason: fault.message }));
  }

  async #prepare(
    { host }: Updater,
    update: VerifiedUpdate,
    signal: AbortSignal,
  ): Promise<Result<{ backup: string }, Fault>> {
    const { clock, memory, emit, backUp, folder, soon } = this.#parts;
    this.#stage = 'downloading';
    this.#progress = 0;
    const opened = await host.openUpdater(folder);
    if (!opened.ok) return opened;
    const library = opened.value;
    const file = await this.#download(library, update);
    if (!file.ok) return file;
    const tooLate = this.#momentFault(signal);
    if (tooLate) return err(tooLate);
    this.#stage = 'backing-up';
    this.#progress = null;
    const backup = await backUp();
    if (!backup.ok)
      return err(
        refusal(
          'update.no-backup',
          `The update was not installed, because no backup could be made before: ${backup.error.message}`,
        ),
      );
    // Checked again, because the file lay on the disk meanwhile.
    const verified = await verifyPackage(file.value, update);
    if (!verified.ok) return verified;
    // A backup of a long journal takes a while.
    const tooLateNow = this.#momentFault(signal);
    if (tooLateNow) return err(tooLateNow);
    const from = this.#parts.version;
    const pending = { from, to: update.version, at: clock.now(), backup: backup.value };
    await memory.update({ pending });
    emit(updateInstalling({ from, to: update.version, backup: backup.value }));
    this.#stage = 'restarting';
    soon(() => host.installAfterStop(() => library.install()));
    return ok({ backup: backup.value });
  }

  async #download(library: PackageUpdater, update: VerifiedUpdate): Promise<Result<string, Fault>> {
    const { clock, lifetime: signal } = this.#parts;
    const file = await library.download(update, (url, destination) => {
      // Only the address of the signed feed is ever opened, whatever the library asks for.
      if (url.href !== update.url.href)
        throw refusal('update.wrong-address', 'The updater asked for an address outside of the signed feed.');
      return downloadPackage(update, destination, {
        clock,
        signal,
        onBytes: (bytes) => (this.#progress = Math.min(1, bytes / update.size)),
      });
    });
    if (!file.ok) return file;
    const verified = await verifyPackage(file.value, update);
    return verified.ok ? file : verified;
  }
}
