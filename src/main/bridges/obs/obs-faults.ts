import { Fault, type FaultAction, foreignWords, isolate } from '#shared/kernel/index.ts';

/** The OBS connection that a fault is about. */
export interface ObsSubject {
  /** Name for people: "OBS" or "OBS (stage left)". */
  readonly title: string;
  /** The address without credentials, safe to show. */
  readonly address: string;
  /** Settings section of the connection. */
  readonly settingsPath: string;
}

const openSettings = (subject: ObsSubject, label: string): FaultAction => ({
  kind: 'open-settings',
  label,
  target: subject.settingsPath,
});

/** Close codes of obs-websocket that the bridge handles. */
const closeCodes = {
  authenticationFailed: 4009,
  unsupportedRpcVersion: 4010,
  sessionInvalidated: 4011,
} as const;

export const badAddress = (subject: ObsSubject, reason: string): Fault =>
  new Fault(
    'obs.bad-address',
    `"${subject.address}" isn’t an OBS WebSocket address: ${reason}. Enter an address like ws://127.0.0.1:4455.`,
    { kind: 'configuration', action: openSettings(subject, 'Correct the OBS address') },
  );

/**
 * Interval of attempts while OBS is closed, which is not an error: often enough to connect soon after OBS
 * opens.
 */
const pollForObsMs = 5_000;

export const unreachable = (subject: ObsSubject, detail: string, cause?: unknown): Fault =>
  new Fault(
    'obs.unreachable',
    `${subject.title} isn't responding. Start OBS, or enable its server under Tools › WebSocket Server Settings. No answer at ${subject.address} (${foreignWords(detail)}).`,
    {
      kind: 'transient',
      retryAfterMs: pollForObsMs,
      action: { kind: 'retry', label: 'Retry now' },
      cause,
    },
  );

/**
 * Returns the fault of an OBS at the default address that has never answered, with no address or password set
 * up.
 */
export const neverFound = (subject: ObsSubject, cause: Fault): Fault =>
  new Fault(
    'obs.not-found',
    `${subject.title} was not found at ${subject.address}, its usual address. Start OBS, or enter its address and password in the settings.`,
    {
      kind: 'transient',
      retryAfterMs: pollForObsMs,
      action: openSettings(subject, 'Set up OBS'),
      notSetUp: true,
      cause,
    },
  );

export const notObs = (subject: ObsSubject, detail: string, cause?: unknown): Fault =>
  new Fault(
    'obs.not-obs',
    `The server at ${subject.address} doesn’t support obs-websocket 5 (${foreignWords(detail)}). Check the port, or update OBS to version 28 or later.`,
    { kind: 'transient', action: openSettings(subject, 'Check the OBS address'), cause },
  );

export const passwordMissing = (subject: ObsSubject): Fault =>
  new Fault(
    'obs.password-missing',
    `${subject.title} requires a password and none is set. Copy it from OBS under Tools › WebSocket Server Settings.`,
    { kind: 'authentication', action: openSettings(subject, 'Enter the OBS password'), notSetUp: true },
  );

const wrongPassword = (subject: ObsSubject): Fault =>
  new Fault(
    'obs.wrong-password',
    `${subject.title} rejected the password. Copy it from OBS under Tools › WebSocket Server Settings.`,
    { kind: 'authentication', action: openSettings(subject, 'Enter the OBS password') },
  );

/** Returns the fault of a closed socket, before or after OBS identified us. */
export const closedBy = (
  subject: ObsSubject,
  close: { readonly code: number; readonly reason: string; readonly hadPassword: boolean },
): Fault => {
  switch (close.code) {
    case closeCodes.authenticationFailed:
      return close.hadPassword ? wrongPassword(subject) : passwordMissing(subject);
    case closeCodes.unsupportedRpcVersion:
      return new Fault(
        'obs.unsupported-version',
        `${subject.title} uses a different version of the obs-websocket protocol. Install an OBS with obs-websocket 5.`,
        { kind: 'configuration', action: openSettings(subject, 'Choose another OBS') },
      );
    case closeCodes.sessionInvalidated:
      return new Fault(
        'obs.kicked',
        `This connection was ended in ${subject.title}. Reconnect if you still want it.`,
        { kind: 'authentication', action: { kind: 'retry', label: 'Reconnect' } },
      );
    default:
      return new Fault(
        'obs.connection-lost',
        `${subject.title} disconnected. It quit, crashed, or its WebSocket server was turned off (${subject.address}, ${describeClose(close)}).`,
        { kind: 'transient', details: { closeCode: close.code } },
      );
  }
};

const describeClose = (close: { readonly code: number; readonly reason: string }): string =>
  close.reason === ''
    ? `close code ${close.code}`
    : `close code ${close.code}: ${foreignWords(close.reason).slice(0, 120)}`;

export const silent = (subject: ObsSubject, forMs: number): Fault =>
  new Fault(
    'obs.silent',
    `${subject.title} isn't responding. It has not answered for ${(forMs / 1_000).toFixed(0)} s. OBS is frozen, or the network is down.`,
    { kind: 'transient' },
  );

export const callTimedOut = (subject: ObsSubject, request: string, afterMs: number): Fault =>
  new Fault(
    'obs.timeout',
    `${subject.title} didn’t answer ${request} within ${(afterMs / 1_000).toFixed(1)} s. Check whether OBS is frozen.`,
    { kind: 'transient', details: { request } },
  );

export const badAnswer = (subject: ObsSubject, request: string, problem: string): Fault =>
  new Fault(
    'obs.bad-answer',
    `${subject.title} sent an unreadable answer to ${request} (${foreignWords(problem)}). Try again, or update OBS.`,
    { kind: 'transient', details: { request } },
  );

export const notConnected = (subject: ObsSubject): Fault =>
  new Fault('obs.not-connected', `${subject.title} isn’t connected. Start OBS, then try again.`, {
    kind: 'dependency',
  });

export const busy = (subject: ObsSubject): Fault =>
  new Fault('obs.busy', `${subject.title} is changing its scene collection. Try again in a moment.`, {
    kind: 'transient',
    status: 'conflict',
  });

/** Request status codes of obs-websocket that the bridge handles. */
export const requestCodes = {
  notReady: 207,
  outputRunning: 500,
  outputNotRunning: 501,
  resourceNotFound: 600,
  /** A group where a scene is expected, or the other way round. */
  invalidResourceType: 602,
  /** The resource exists but is not of a kind that supports the request. */
  invalidResourceState: 604,
} as const;

/** Returns the status code of a refusal by OBS; undefined for other faults. */
export const refusalCodeOf = (fault: Fault): unknown => fault.details?.['code'];

/** Formats names for a message: "a", "b" and 3 more. */
const listNames = (known: readonly string[]): string => {
  const names = known.slice(0, 8).map((name) => `"${isolate(name)}"`);
  const more = known.length > names.length ? ` and ${known.length - names.length} more` : '';
  return `${names.join(', ')}${more}`;
};

const notFound = (code: string, sentence: string, known: readonly string[], details: FaultDetails): Fault =>
  new Fault(code, known.length === 0 ? sentence : `${sentence} Choose one of ${listNames(known)}.`, {
    kind: 'configuration',
    status: 'not-found',
    details,
  });
type FaultDetails = Readonly<Record<string, string>>;

export const noSuchScene = (subject: ObsSubject, scene: string, known: readonly string[]): Fault =>
  notFound('obs.scene-not-found', `${subject.title} has no scene "${isolate(scene)}".`, known, { scene });

export const noSuchSource = (
  subject: ObsSubject,
  place: { readonly scene: string; readonly source: string },
  known: readonly string[],
): Fault =>
  notFound(
    'obs.source-not-found',
    `The scene "${isolate(place.scene)}" of ${subject.title} has no source "${isolate(place.source)}".`,
    known,
    place,
  );

/** Returns the fault of a source name that several scenes or groups contain. */
export const sourceInManyPlaces = (subject: ObsSubject, source: string, holders: readonly string[]): Fault =>
  new Fault(
    'obs.source-ambiguous',
    `${subject.title} has "${isolate(source)}" in ${listNames(holders)}. Choose one of them as the scene.`,
    { kind: 'configuration', details: { source } },
  );

export const noSuchInput = (subject: ObsSubject, input: string, known: readonly string[]): Fault =>
  notFound('obs.input-not-found', `${subject.title} has no audio input "${isolate(input)}".`, known, {
    input,
  });

export const inputWithoutAudio = (subject: ObsSubject, input: string): Fault =>
  new Fault(
    'obs.input-without-audio',
    `"${isolate(input)}" in ${subject.title} has no audio. Choose an input with audio.`,
    { kind: 'configuration', details: { input } },
  );

export const noReplayBuffer = (subject: ObsSubject): Fault =>
  new Fault(
    'obs.replay-not-set-up',
    `${subject.title} has no replay buffer. Turn it on in OBS under Settings › Output › Replay Buffer.`,
    { kind: 'configuration' },
  );

export const replayNotRunning = (subject: ObsSubject): Fault =>
  new Fault(
    'obs.replay-not-running',
    `The replay buffer of ${subject.title} isn’t running, so there is nothing to save. Start it first.`,
    { kind: 'configuration' },
  );

export const noVirtualCamera = (subject: ObsSubject): Fault =>
  new Fault(
    'obs.no-virtual-camera',
    `${subject.title} found no virtual camera on its machine. Install one (on Linux: the kernel module v4l2loopback), then restart OBS.`,
    { kind: 'configuration' },
  );

export const notStreaming = (subject: ObsSubject): Fault =>
  new Fault(
    'obs.not-streaming',
    `${subject.title} isn’t streaming, and captions need a stream. Start the stream first.`,
    { kind: 'configuration' },
  );

export const noPictureFormat = (subject: ObsSubject): Fault =>
  new Fault(
    'obs.no-picture-format',
    `${subject.title} can’t write JPEG or PNG on its machine. Install the Qt image plugins there.`,
    { kind: 'configuration' },
  );

/**
 * Returns true for bad fields (3xx, 4xx) and missing or unsuitable resources (6xx): a retry gets the same
 * answer.
 */
const isAboutTheRequest = (code: number): boolean =>
  (code >= 300 && code < 500) || (code >= 600 && code < 700);

/** Returns the fault of a refused request. */
export const refused = (subject: ObsSubject, request: string, code: number, comment: string): Fault => {
  if (code === requestCodes.notReady) {
    return new Fault('obs.not-ready', `${subject.title} isn’t ready yet. Try again in a moment.`, {
      kind: 'transient',
    });
  }
  const said = comment === '' ? `code ${code}` : `code ${code}: ${foreignWords(comment).slice(0, 200)}`;
  return new Fault('obs.refused', `${subject.title} refused ${request} (${said}).`, {
    kind: isAboutTheRequest(code) ? 'configuration' : 'transient',
    details: { request, code },
  });
};
