;;; A writer at Emacs, with eglot.  -*- lexical-binding: t -*-

(require 'cl-lib)
(require 'flymake)

(defun story-wait (what holds)
  "Wait until HOLDS, which is WHAT, gives something; leave with 1 after two minutes."
  (let ((until (+ (float-time) 120)))
    (while (not (funcall holds))
      (when (> (float-time) until)
        (message "waited in vain for %s: %S" what (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))
        (kill-emacs 1))
      (accept-process-output nil 0.05))))

(setq eglot-sync-connect 120 eglot-autoshutdown t eglot-confirm-server-initiated-edits nil)
(find-file (getenv "STORY_EDITED"))
;; Without a window there is no command loop, whose hook would do this.
(unless (eglot-current-server) (eglot--maybe-activate-editing-mode) (apply #'eglot (eglot--guess-contact)))
(story-wait "a server" #'eglot-current-server)
(flymake-start)
(story-wait "the mistake"
            (lambda ()
              (flymake-start)
              (cl-some (lambda (told) (string-match-p "SB206\\|paid for" (flymake-diagnostic-text told)))
                       (flymake-diagnostics))))

(goto-char (flymake-diagnostic-beg (car (flymake-diagnostics))))
(setq last-nonmenu-event t) ; the keyboard, not a menu
(cl-letf (((symbol-function 'completing-read)
           (lambda (_ choices &rest _)
             (cl-find-if (lambda (title) (string-match-p "(unsafe)" title))
                         (mapcar (lambda (choice) (if (consp choice) (car choice) choice)) choices)))))
  (eglot-code-actions (point) nil "quickfix" t))
(story-wait "the fix" (lambda () (save-excursion (goto-char (point-min)) (search-forward "[4-10s]" nil t))))

(goto-char (point-min))
(search-forward "@CAVEM")
(eglot-rename "GROG")

(goto-char (point-max))
(insert "  li")
(completion-at-point)
(insert "low\n")

(eglot-format-buffer)
(save-buffer)
(eglot-shutdown (eglot-current-server))
