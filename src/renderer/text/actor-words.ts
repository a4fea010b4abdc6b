/** The actors other than components that can give a command, in words. */
const people: Readonly<Record<string, string>> = {
  window: 'someone in the window',
  browser: 'someone in a browser',
  api: 'a script over the API',
  settings: 'a settings change',
  'twitch-account': 'a Twitch account change',
};

/** Returns the actor of a command in words; a component by its id. */
export const actorWords = (actor: string): string => people[actor] ?? actor;
