/** The eight things that an orchestrator has from its base and writes nowhere else. */
export const behaviours = [
  'lifecycle',
  'components',
  'events',
  'status and health',
  'errors',
  'configuration',
  'logging',
  'scoped use',
] as const;

export type Behaviour = (typeof behaviours)[number];

/**
 * The members in which the base gives them. A test holds this table to the public face of the base, so that a member
 * that is added there is looked for in every orchestrator from then on.
 */
export const baseMembers: Readonly<Record<Behaviour, readonly string[]>> = {
  lifecycle: ['initialize', 'cleanup'],
  components: ['registerComponent', 'getComponent', 'hasComponent', 'unregister'],
  events: ['on', 'off', 'emit'],
  'status and health': ['getStatus', 'getHealth'],
  errors: ['safeExecute'],
  configuration: ['config', 'previewConfig', 'applyConfig'],
  logging: ['logger'],
  'scoped use': ['[Symbol.asyncDispose]'],
};

/** Members of the base that a subclass is meant to write: what it adds to a behaviour, and its name. */
export const hooks: readonly string[] = ['id', 'ownStatus', 'onConfigChanged'];

/** What to do instead of writing a behaviour again; told with every finding. */
export const advice: Readonly<Record<Behaviour, string>> = {
  lifecycle: 'make it a component and let the base start and stop it',
  components: 'register it with registerComponent',
  events: 'emit and listen through the base’s bus',
  'status and health': 'override ownStatus, or set a condition in the component',
  errors: 'call safeExecute',
  configuration: 'give the base a schema and read this.config',
  logging: 'use this.logger, or the logger of the component’s context',
  'scoped use': 'the base is disposable already: use `await using`',
};
