/** Who runs a test: a project of vitest, or of Playwright. */
export type Project = 'unit' | 'integration' | 'chromium' | 'electron' | 'packaged';

/** A text in one file of the product that is replaced by another. It stands there exactly once. */
export type Change = { readonly file: string; readonly from: string; readonly to: string };

/** The product without one protection: the named test must fail on it. `npm run twins` really does that. */
export type Break = Change & {
  /** The `@securityTest` name. */
  readonly name: string;
  /** What is broken, in words. */
  readonly breaks: string;
  /** More places that must change with it. */
  readonly also?: ReadonlyArray<Change>;
  readonly test: { readonly project: Project; readonly file: string };
};

/** A test beside the named one that gives the same check something broken, and sees that it is found. */
export type TwinTest = {
  readonly name: string;
  readonly breaks: string;
  readonly twin: { readonly file: string; readonly title: string };
};

export type Twin = Break | TwinTest;

type Broken = Omit<Break, 'test'>;

/** Breaks that tests of one file must see. */
export function seenBy(project: Project, file: string, breaks: ReadonlyArray<Broken>): ReadonlyArray<Break> {
  return breaks.map((each) => ({ ...each, test: { project, file } }));
}

export function isBreak(twin: Twin): twin is Break {
  return 'from' in twin;
}
