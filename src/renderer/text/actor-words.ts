/** Who can give a command beside the parts of the program, in a person's words. */
const people: Readonly<Record<string, string>> = {
  window: 'somebody at the window',
  browser: 'somebody in a browser',
  api: 'a script over the API',
  settings: 'a change of the settings',
  'twitch-account': 'a change of the Twitch account',
};

/** Who gave a command, from what the program keeps with it; another part of the program by its id. */
export const actorWords = (actor: string): string => people[actor] ?? actor;
