/** Counter intake, the window, and the catalogue of items. [Chinese, English] */
export const COUNTER = {
  intake: ["窗口收件", "Counter intake"],
} as const;
