/** The texts of a section's test. */
export interface TestWords {
  readonly heading: string;
  readonly button: string;
  /** Help text beside the button. */
  readonly note: string;
  /** Note at the top of the section in rehearsal. */
  readonly rehearsal: string;
}

/**
 * Returns the texts of a test. Most tests try a connection; the go-live notice is posted over the running
 * one.
 */
export const testWords = (target: string, title: string): TestWords =>
  target === 'go-live'
    ? {
        heading: 'Test',
        button: 'Post a test notice',
        note: "Posts the notice as it would look now, marked as a test. Your stream isn't announced.",
        rehearsal:
          "You're in rehearsal. The test goes to the simulated Discord, not to the channel and role set here.",
      }
    : {
        heading: 'Connection',
        button: `Test ${title}`,
        note: "Doesn't affect the current connection.",
        rehearsal: `You're in rehearsal. These settings apply when you switch to live. Test connects to the real ${title} now.`,
      };
