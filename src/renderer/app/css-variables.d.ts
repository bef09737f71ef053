import 'react';

declare module 'react' {
  // Custom properties set from a component, such as a cluster's colour.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be extended.
  interface CSSProperties {
    readonly [name: `--${string}`]: string | number | undefined;
  }
}
