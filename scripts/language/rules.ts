/** A word or an opening that the project does not use, and the plain word for it. */
export interface Rule {
  readonly name: string;
  readonly pattern: RegExp;
  readonly instead: string;
}

/** Openings of doc comments that describe a question rather than the thing itself. */
export const openings: Rule = {
  name: 'opening',
  pattern: /^(?:what|whether|who|whose|whom|how|why|where|when|whoever|whatever)\b/i,
  instead: 'begin with a verb ("Returns …") or a noun ("Milliseconds until …", "True when …")',
};

/** Beginnings of the facts that inspectors and Health show: they are in sentence case. */
export const factOpenings: Rule = {
  name: 'small fact',
  pattern: /^\p{Ll}\S*/u,
  instead: 'begin the fact with a capital letter',
};

/** Comment lines keep to the width of the code. */
export const widest = 110;

/** Creates a rule. A space in its pattern also matches the end of a line, because a phrase may wrap. */
const word = (name: string, pattern: RegExp, instead: string): Rule => ({
  name,
  pattern: new RegExp(pattern.source.replaceAll(' ', String.raw`\s+`), pattern.flags),
  instead,
});

/** Words that read as translated, for everything that people read. */
export const words: readonly Rule[] = [
  word('well', /\b(?:is|are|was|were|be|been|all|not) well\b(?! (?:known|\w+ed)\b)/i, 'healthy, not healthy'),
  word('anew', /\banew\b/i, 'again, restart, reconnect'),
  word('go dark', /\b(?:goes|go|went|gone) dark\b/i, 'stop'),
  word('told', /\b(?:is|are|was|were|be|been) (?:not |never |also |only |once )?told\b/i, 'say who tells it'),
  word('come to', /\bcomes? to (?:something|anything|nothing|its end|an end)\b/i, 'say what happens'),
  word('take back', /\b(?:takes?|taken|took|taking) back\b/i, 'roll back, undo, revoke, lift'),
  word('take over a file', /\btake(?:s|n)? over (?:a|the) file\b/i, 'import'),
  word('let go of', /\b(?:lets?|letting) go of\b/i, 'delete, drop, release'),
  word('mend', /\bmend(?:s|ed|ing)?\b/i, 'fix, repair, clear'),
  word('lean on', /\blean(?:s|ing|ed)? on\b/i, 'depends on'),
  word('pardon', /\bpardon/i, 'reset, allow'),
  word('pretended', /\bpretended\b/i, 'simulated'),
  word('nobody who', /\b(?:nobody|somebody|everybody) who\b/i, 'say who it is'),
  word('of its own accord', /\bof (?:its|their|his) own accord\b/i, 'automatically'),
  word('again by itself', /\b(?:again by (?:itself|themselves)|by itself again)\b/i, 'automatically'),
  word('in force', /\b(?:in|into) force\b/i, 'active, restore'),
  word('what goes on', /\bwhat (?:goes|went) on\b/i, 'say what happens'),
  word('shall', /\bshall\b/i, 'will, must, should'),
  word('as it stands', /\bas (?:it|they) stands?\b/i, 'current'),
  word('incident file', /\bincident files?\b/i, 'diagnostic bundle'),
  word('oops', /\boops\b/i, 'say what happened'),
  word('please', /\bplease\b/i, 'leave it out'),
];

/** More for what the window and the API say to people. */
export const spokenWords: readonly Rule[] = [
  ...words,
  word(
    'parts',
    /\b(?:all|no|every|\d+|these|more|one|of the) parts?\b(?! of)/i,
    'component, connection, service',
  ),
  word('quarantined', /\bquarantined?\b/i, 'disabled after crashes'),
  word('exclamation', /[a-z]!(?:\s|$)/, 'a full stop'),
  word('begin again', /\bbegins? again\b/i, 'restarts'),
];
