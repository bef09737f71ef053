import 'react';

declare module 'react' {
  // Custom properties are how a grid hands its column widths to rows without drawing them again.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface merges
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}
