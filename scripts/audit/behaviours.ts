/** The eight behaviours that an orchestrator inherits from the base and must not reimplement. */
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
 * The members of the base that provide each behaviour. A test compares this table with the public members of
 * the base, so that a new member is audited in every orchestrator.
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

/** Members of the base that a subclass may override, to extend a behaviour or to set its name. */
export const hooks: readonly string[] = ['id', 'ownStatus', 'onConfigChanged'];

/** The advice for each reimplemented behaviour, shown with every finding. */
export const advice: Readonly<Record<Behaviour, string>> = {
  lifecycle: 'make it a component and let the base start and stop it',
  components: 'register it with registerComponent',
  events: 'emit and listen through the base’s bus',
  'status and health': 'override ownStatus, or set a condition in the component',
  errors: 'call safeExecute',
  configuration: 'give the base a schema and read this.config',
  logging: 'use this.logger, or the logger of the component’s context',
  'scoped use': 'the base is already disposable: use `await using`',
};
