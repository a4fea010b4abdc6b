/** The words around the test of a section. */
export interface TestWords {
  readonly heading: string;
  readonly button: string;
  /** What the test does, beside its button. */
  readonly note: string;
  /** What a rehearsal means for the section. */
  readonly rehearsal: string;
}

/** Most tests try a connection; the go-live notice is posted, over the connection that runs. */
export const testWords = (target: string, title: string): TestWords =>
  target === 'go-live'
    ? {
        heading: 'Try it',
        button: 'Post a test notice',
        note: 'Posts what would be posted now, marked as a test. It announces nothing.',
        rehearsal:
          'Cuelight rehearses now: the notice goes to the channel of the pretended Discord, whatever channel and role are set here.',
      }
    : {
        heading: 'Connection',
        button: `Test ${title}`,
        note: 'Opens a connection of its own; what runs goes on.',
        rehearsal: `Cuelight rehearses now. What is set here counts from the next live start; the test tries the real ${title} already.`,
      };
