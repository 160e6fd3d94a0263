/** Something that is done soon, once, however often it is asked for; and once more where it was asked for meanwhile. */
export class Later {
  private timer: NodeJS.Timeout | undefined;
  private busy = false;
  private again = false;

  constructor(
    private readonly action: () => Promise<void>,
    private readonly pause = 60,
  ) {}

  call(): void {
    if (this.busy) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), this.pause);
  }

  private async run(): Promise<void> {
    this.busy = true;
    try {
      await this.action();
    } finally {
      this.busy = false;
    }
    if (this.again) {
      this.again = false;
      this.call();
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.again = false;
  }
}
