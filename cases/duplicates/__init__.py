"""Two records of one person become one: compared side by side, moved, undone. Nothing is merged by machine.

It may import cases.models, accounts and cases.review's verbs; pages of the admin call it, nothing else does.
"""
