import { parseDocument } from 'yaml';
import { z } from 'zod';
import { err, Fault, isolate, ok, type Result } from '#shared/kernel/index.ts';
import {
  atMostCharacters,
  rehearsalFaultOptionsSchema,
  rehearsalServerSchema,
  rehearsedChatSchema,
} from '#shared/model/index.ts';
import { faultNames, serverFaults } from '../control/fault-texts.ts';

const text = z.string().trim().min(1).check(atMostCharacters(450));
const seconds = z.number().min(0).max(3_600);

const castMemberSchema = z.strictObject({
  login: z
    .string()
    .regex(/^[a-z0-9_]{3,25}$/, 'a login has 3 to 25 lower-case letters, digits and underscores'),
  displayName: z.string().trim().min(1).check(atMostCharacters(40)),
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'a colour has the form #RRGGBB')
    .nullable()
    .default(null),
  roles: z.array(z.enum(['subscriber', 'vip', 'moderator', 'broadcaster'])).default([]),
  /** The chats that this person writes in. */
  on: z.array(rehearsedChatSchema).min(1).default(['twitch']),
  /** Relative frequency of this person in the chatter. With 0, the person sends only lines of cues. */
  chattiness: z.number().min(0).max(10).default(1),
});

const faultSchema = z.strictObject({
  target: rehearsalServerSchema,
  /**
   * The id of a fault: `reconnect` asks for a new connection, `cut` drops it, `freeze` keeps it open but
   * silent, and `refuse` rejects new ones.
   */
  fault: z.enum(faultNames),
  /** Duration of a lasting fault in seconds. */
  seconds: seconds.default(5),
  /** Options of the fault; absent ones take their defaults. */
  options: rehearsalFaultOptionsSchema.default({}),
});

const cueSchema = z
  .strictObject({
    /** Seconds after the start of the act. */
    at: seconds,
    say: z
      .strictObject({
        who: z.string(),
        text,
        on: rehearsedChatSchema.default('twitch'),
        /** A name with which later lines can reply to this line. */
        label: z.string().optional(),
        /** The label of the line that this one replies to. */
        replyTo: z.string().optional(),
        firstMessage: z.boolean().default(false),
      })
      .optional(),
    obs: z
      .strictObject({
        scene: z.string().optional(),
        streaming: z.boolean().optional(),
        recording: z.boolean().optional(),
        bitrateKbps: z.number().min(0).max(50_000).optional(),
        /** Share of dropped frames, 0 to 1. */
        dropRate: z.number().min(0).max(1).optional(),
      })
      .optional(),
    raid: z.strictObject({ who: z.string(), viewers: z.number().int().min(1) }).optional(),
    subscribe: z
      .strictObject({
        who: z.string(),
        months: z.number().int().min(1),
        text: z.string().check(atMostCharacters(450)).default(''),
      })
      .optional(),
    follow: z.strictObject({ who: z.string() }).optional(),
    cheer: z
      .strictObject({
        who: z.string(),
        bits: z.number().int().min(1),
        text: z.string().check(atMostCharacters(450)).default(''),
      })
      .optional(),
    /** Redeems a reward of the simulated channel, by its title. */
    redeem: z
      .strictObject({
        who: z.string(),
        reward: z.enum(['Hydrate', 'Choose the next song']),
        input: z.string().check(atMostCharacters(200)).default(''),
      })
      .optional(),
    /** Uses a slash command on Discord. Does nothing when the bot does not offer it. */
    useCommand: z
      .strictObject({
        who: z.string(),
        command: z
          .string()
          .regex(/^[a-z0-9_-]{1,32}$/, 'a command is its name without the slash, in lower-case letters'),
      })
      .optional(),
    disturb: faultSchema.optional(),
  })
  .refine(({ at: _at, ...acts }) => Object.values(acts).some(Boolean), 'a cue needs an action');

const actSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'an act id consists of lower-case words joined by "-"'),
  title: z.string().trim().min(1),
  seconds: z.number().min(1).max(3_600),
  /** Lines for random people at random times. `{name}` becomes another viewer's name. */
  chatter: z
    .strictObject({
      twitchPerMinute: z.number().min(0).max(6_000).default(0),
      discordPerMinute: z.number().min(0).max(6_000).default(0),
      lines: z.array(text).min(1),
    })
    .optional(),
  cues: z.array(cueSchema).default([]),
});

const scenarioSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string().trim().min(1),
  description: z.string().trim().min(1),
  /** The scenes of the simulated OBS, top first. */
  scenes: z.array(z.string().trim().min(1)).min(1),
  cast: z.array(castMemberSchema).min(1),
  acts: z.array(actSchema).min(1),
  /** The act to repeat from after the last one. Without it, the scenario plays once. */
  repeatFrom: z.string().optional(),
});

/** A show as data: its cast and its cues. All names in it are defined and all times fit. */
export type Scenario = z.infer<typeof scenarioSchema>;
export type Act = Scenario['acts'][number];
export type Cue = Act['cues'][number];
export type ScenarioMember = Scenario['cast'][number];
export type ScenarioFault = z.infer<typeof faultSchema>;

/** Returns everybody that a cue names. */
const whoIn = ({
  say,
  raid,
  subscribe,
  follow,
  cheer,
  redeem,
  useCommand,
}: Cue): readonly (string | undefined)[] =>
  [say, raid, subscribe, follow, cheer, redeem, useCommand].map((act) => act?.who);

/** Returns the problems that a schema cannot find: undefined names, and times after the end of an act. */
const problemsOf = (scenario: Scenario): readonly string[] => {
  const problems: string[] = [];
  const cast = new Map(scenario.cast.map((member) => [member.login, member]));
  const labels = new Set<string>();
  if (cast.size < scenario.cast.length) problems.push('cast: two members have the same login');
  if (new Set(scenario.acts.map((act) => act.id)).size < scenario.acts.length)
    problems.push('acts: two acts have the same id');
  if (scenario.repeatFrom !== undefined && !scenario.acts.some((act) => act.id === scenario.repeatFrom)) {
    problems.push(`repeatFrom: there is no act "${scenario.repeatFrom}"`);
  }
  for (const act of scenario.acts) {
    for (const cue of act.cues.toSorted((left, right) => left.at - right.at)) {
      const where = `acts.${act.id}, second ${cue.at}`;
      if (cue.at > act.seconds) problems.push(`${where}: the act ends at second ${act.seconds}`);
      for (const who of whoIn(cue)) {
        if (who !== undefined && !cast.has(who))
          problems.push(`${where}: nobody in the cast is called "${who}"`);
      }
      if (cue.disturb && !serverFaults[cue.disturb.target].includes(cue.disturb.fault)) {
        const known = serverFaults[cue.disturb.target].join(', ');
        problems.push(`${where}: ${cue.disturb.target} has no fault "${cue.disturb.fault}", only ${known}`);
      }
      if (cue.say && cast.get(cue.say.who)?.on.includes(cue.say.on) === false) {
        problems.push(`${where}: ${cue.say.who} does not write on ${cue.say.on}`);
      }
      if (cue.useCommand && cast.get(cue.useCommand.who)?.on.includes('discord') === false) {
        problems.push(`${where}: ${cue.useCommand.who} is not on Discord, so it cannot use a command there`);
      }
      if (cue.say?.replyTo !== undefined && !labels.has(cue.say.replyTo)) {
        problems.push(`${where}: no earlier line is labelled "${cue.say.replyTo}"`);
      }
      if (cue.say?.label !== undefined) labels.add(cue.say.label);
      if (cue.obs?.scene !== undefined && !scenario.scenes.includes(cue.obs.scene)) {
        problems.push(`${where}: there is no scene "${cue.obs.scene}"`);
      }
    }
  }
  return problems;
};

/**
 * Parses a scenario from YAML. Fails with `rehearsal.scenario-invalid`, whose message names the file, the
 * location and reason of the first problem, and the number of further problems.
 */
export const parseScenario = (yaml: string, fileName: string): Result<Scenario, Fault> => {
  const invalid = (first: string, more: number): Result<never, Fault> =>
    err(
      new Fault(
        'rehearsal.scenario-invalid',
        `The scenario ${isolate(fileName)} cannot be played: ${isolate(first)}${more > 0 ? ` (and ${more} more)` : ''}. Correct the file.`,
        { kind: 'configuration' },
      ),
    );
  const document = parseDocument(yaml, { uniqueKeys: true });
  const [broken] = document.errors;
  if (broken) return invalid(broken.message.split('\n', 1)[0] ?? broken.code, document.errors.length - 1);
  const parsed = scenarioSchema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return invalid(
      issue
        ? `${issue.path.join('.') || 'the file'}: ${issue.message}`
        : 'it does not have the form of a scenario',
      parsed.error.issues.length - 1,
    );
  }
  const [problem, ...others] = problemsOf(parsed.data);
  return problem === undefined ? ok(parsed.data) : invalid(problem, others.length);
};
