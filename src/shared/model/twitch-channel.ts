/**
 * What a person means by what they paste as a Twitch name: `#Name`, `@name`, `"name"` and any address of the site all come
 * out as `name`. Says nothing of whether it can be a name; an empty text stays empty.
 */
export const readTwitchName = (input: string): string =>
  input
    .trim()
    .replaceAll(/^["']+|["']+$/g, '')
    .replace(/^(?:https?:\/\/)?(?:[a-z0-9-]+\.)*twitch\.tv\/+(?:popout\/|moderator\/)?/i, '')
    .replace(/[/?].*$/s, '')
    .replace(/^[#@\s]+/, '')
    .replaceAll(/\s+/g, '')
    .toLowerCase();
