import {
  ActionIcon,
  Button,
  Checkbox,
  createTheme,
  Menu,
  Modal,
  Notification,
  PasswordInput,
  Radio,
  SegmentedControl,
  Select,
  Textarea,
  TextInput,
  Tooltip,
  type MantineColorsTuple,
} from '@mantine/core';

const ACCENT: MantineColorsTuple = [
  '#edf2ff',
  '#dfe8fd',
  '#bccdf9',
  '#95b0f5',
  '#8eb0ff',
  '#5d83e6',
  '#3a66da',
  '#2a57d0',
  '#2149b3',
  '#1a3b95',
];

/** A browser would keep what is typed in its history of forms, and in the file it restores its tabs from. */
const FIELD = { size: 'xs', autoComplete: 'off' } as const;

/**
 * Mantine dressed for a dense desktop tool. Colours come from theme.css; here are sizes and habits. `close` names the
 * button that takes a message away, which else has a picture only.
 */
export function createMantineTheme({ close }: { readonly close: string }) {
  return createTheme({
    fontFamily: 'var(--font-text)',
    fontFamilyMonospace: 'var(--font-mono)',
    colors: { accent: ACCENT },
    primaryColor: 'accent',
    primaryShade: { light: 7, dark: 4 },
    autoContrast: true,
    defaultRadius: 4,
    cursorType: 'default',
    respectReducedMotion: true,
    fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
    spacing: { xs: '6px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
    components: {
      ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 24 } }),
      Button: Button.extend({ defaultProps: { size: 'xs', variant: 'default' } }),
      Checkbox: Checkbox.extend({ defaultProps: { size: 'xs' } }),
      Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': close } } }),
      Radio: Radio.extend({ defaultProps: { size: 'xs' } }),
      Menu: Menu.extend({
        defaultProps: {
          shadow: 'md',
          transitionProps: { duration: 0 },
          withinPortal: true,
          // Its placeholder is an element a menu may not hold; focus goes to the first item instead.
          withInitialFocusPlaceholder: false,
        },
      }),
      Modal: Modal.extend({
        defaultProps: {
          transitionProps: { duration: 0 },
          overlayProps: { backgroundOpacity: 0.35 },
          closeButtonProps: { 'aria-label': close },
        },
      }),
      PasswordInput: PasswordInput.extend({ defaultProps: FIELD }),
      SegmentedControl: SegmentedControl.extend({
        defaultProps: { size: 'xs', transitionDuration: 0, withItemsBorders: false },
      }),
      Select: Select.extend({
        defaultProps: { size: 'xs', allowDeselect: false, comboboxProps: { transitionProps: { duration: 0 } } },
      }),
      TextInput: TextInput.extend({ defaultProps: FIELD }),
      Textarea: Textarea.extend({ defaultProps: FIELD }),
      Tooltip: Tooltip.extend({
        defaultProps: { openDelay: 400, transitionProps: { duration: 0 }, withinPortal: true },
      }),
    },
  });
}
